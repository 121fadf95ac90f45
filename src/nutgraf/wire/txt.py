"""TXT records of the name system, asked with a deadline. What they say is untrusted."""

from __future__ import annotations

from collections.abc import Callable

LookUpTxt = Callable[[str, float], tuple[bytes, ...]]
_MOST = 16
# A key of 4096 bits takes 740 characters; a longer one costs us, not its sender, to check.
_LONGEST = 1600


def look_up_txt(
    name: str, seconds: float, *, servers: tuple[str, ...] = (), port: int = 53
) -> tuple[bytes, ...]:
    """The TXT records of a name, each joined (RFC 7208, section 3.3), () where there are none.

    Asks the system's name servers, or `servers` at `port`; at most 16 records of 1,600 bytes are
    taken. Raises OSError (TimeoutError among them) when the name system gives no answer.
    """
    from dns.exception import DNSException, Timeout
    from dns.resolver import NXDOMAIN, NoAnswer, Resolver

    try:
        resolver = Resolver(configure=not servers)
        if servers:
            resolver.nameservers, resolver.port = list(servers), port
        answer = resolver.resolve(name, "TXT", lifetime=max(seconds, 0.001), search=False)
    except (NXDOMAIN, NoAnswer):
        return ()
    except Timeout:
        raise TimeoutError("the name system did not answer in time") from None
    except (DNSException, ValueError, UnicodeError) as problem:
        raise OSError(f"the name system gave no answer ({type(problem).__name__})") from None
    records = [b"".join(record.strings) for record in answer]
    return tuple(record for record in records[:_MOST] if len(record) <= _LONGEST)
