"""A desk's folder: found from below, laid out once, its source list kept as a person wrote it."""

from __future__ import annotations

import multiprocessing
import random
from dataclasses import replace
from pathlib import Path

import pytest

from nutgraf.errors import DeskError, SettingsError
from nutgraf.sources.model import Rules, Source
from nutgraf.store.folder import find_desk, held, lay_out, read_sources, write_sources

FEED = Source(
    id="import-ai", name='Import "AI"', kind="feed", address="https://feed.example/x?a=1&b=2",
    owner="Import AI", weight=1.5, beats=("research",),
)  # fmt: skip


def test_a_desk_is_found_from_below(tmp_path: Path) -> None:
    assert lay_out(tmp_path / "desk", "[desk]\n") is True
    assert lay_out(tmp_path / "desk", "[other]\n") is False
    (tmp_path / "desk" / "a" / "b").mkdir(parents=True)
    assert find_desk(tmp_path / "desk" / "a" / "b") == tmp_path / "desk"
    with pytest.raises(DeskError, match="no desk"):
        find_desk(tmp_path)


def test_sources_come_back_and_comments_stay(tmp_path: Path) -> None:
    lay_out(tmp_path, "")
    write_sources(tmp_path, [FEED])
    path = tmp_path / "sources.toml"
    path.write_text(path.read_text().replace("[[source]]", "# my favourite\n[[source]]"))
    other = replace(FEED, id="other", name="漢字 Ω", weight=1.0, beats=(), quote_limit=2)
    write_sources(tmp_path, [FEED, other])
    assert read_sources(tmp_path) == (FEED, other)
    assert "# my favourite" in path.read_text()
    write_sources(tmp_path, [other])
    assert read_sources(tmp_path) == (other,)


def test_thirty_sources_added_one_by_one_pile_up_no_blank_lines(tmp_path: Path) -> None:
    lay_out(tmp_path, "")
    path = tmp_path / "sources.toml"
    dice = random.Random(5)
    followed: list[Source] = []
    comments: list[str] = []
    for number in range(30):
        rules = Rules(item=".a") if number % 7 == 0 else None
        followed.append(
            replace(FEED, id=f"s{number}", name=f"S # \u2028\x85 {number}", rules=rules)
        )
        if number % 5 == 4:
            at = dice.randrange(len(followed))
            followed[at] = replace(followed[at], weight=0.5, tags=("a", "b"), rules=None)
        if number % 9 == 8:
            del followed[dice.randrange(len(followed))]
        write_sources(tmp_path, followed)
        written = path.read_text()
        assert "\n\n\n" not in written and not written.endswith("\n\n")
        assert read_sources(tmp_path) == tuple(followed)
        assert all(written.count(comment) == 1 for comment in comments)
        write_sources(tmp_path, followed)
        assert path.read_text() == written
        comments += [f"# over {number}.", f"# under {number}."]
        places = [at for at, line in enumerate(written.split("\n")) if line == "[[source]]"]
        lines = written.split("\n")
        lines.insert(dice.choice(places), comments[-2])
        path.write_text("\n".join([*lines, "", "", comments[-1], ""]))


def test_what_is_as_it_was_stays_as_it_was_written(tmp_path: Path) -> None:
    kept = (
        '# mine\n\n# Labs\n[[source]]\nid = \'a\' # first\nname = """\n\n\n# b\n[x]"""\n'
        "kind = 'feed'\naddress='c'\nowner=  'd'\n# weight = 2\n\n# Papers\n[[source]]\n"
        "id='e'\nname='e'\nkind='listing'\naddress='f'\nowner='g'\nrules = { item = '.a' } # rule\n"
    )
    path = tmp_path / "sources.toml"
    path.write_text(kept)
    first, second = read_sources(tmp_path)
    write_sources(tmp_path, [first, second])
    assert path.read_text() == kept
    write_sources(tmp_path, [replace(first, weight=2.0), second])
    assert path.read_text() == kept.replace("'d'\n", "'d'\nweight = 2.0\n")
    write_sources(tmp_path, [second])
    assert path.read_text() == "# mine\n\n# Labs\n\n" + kept[kept.index("# Papers") :]
    ruled = "[[source]]\n" + kept.split("[[source]]\n")[2].replace(
        "rules = {", "[source.rules]\n# its item\n"
    )
    path.write_text(ruled.replace("\n item", "\nitem").replace(" } # rule", ""))
    (third,) = read_sources(tmp_path)
    third = replace(third, weight=2.0, rules=Rules(item=".b", link="a"))
    write_sources(tmp_path, [third])
    assert read_sources(tmp_path) == (third,) and "# its item" in path.read_text()
    path.write_text("source = [{id='a', name='b', kind='feed', address='c', owner='d'}]\n")
    more = (*read_sources(tmp_path), FEED)
    write_sources(tmp_path, more)
    assert read_sources(tmp_path) == more


GOOD = "[[source]]\nid='a'\nname='b'\nkind='feed'\naddress='c'\nowner='d'\n"


@pytest.mark.parametrize(
    ("text", "said", "then"),
    [
        (GOOD + "wieght=2", "line 7, the key 'wieght' of source 1 is not known", "'weight'"),
        (GOOD + "zzzz=2", "line 7, the key 'zzzz'", "The keys are id, name"),
        ("# x\n[[sources]]\nid='a'", "line 2, the key 'sources' is not known", "'source'"),
        (
            "\n" + GOOD.replace("feed", "newspaper"),
            "line 5, 'kind' of source 1 cannot be 'newspaper'",
            "one of feed, page, site, listing, folder, file, mailbox, posts, reader, import.",
        ),
        (GOOD.replace("feed", "feeds"), "line 4, 'kind'", "Did you mean 'feed'? It is one of"),
        (
            GOOD + GOOD.replace("'a'", "'z'") + "weight='much'",
            "line 13, 'weight' of source 2 cannot be 'much'",
            "number from 0 to 2",
        ),
        (GOOD + "weight=3", "line 7, 'weight' of source 1 cannot be 3", "number from 0 to 2"),
        (GOOD + "quote_limit=1.5", "line 7, 'quote_limit'", "whole number from 0 to 10,000"),
        (GOOD + "robots=1", "line 7, 'robots'", "true or false"),
        (GOOD + "user=true", "line 7, 'user' of source 1 cannot be true", "words in quotes"),
        (GOOD + "tags='a'", "line 7, 'tags' of source 1 cannot be 'a'", "a list of words"),
        (GOOD + "rules=1", "line 7, 'rules' of source 1 cannot be 1", "[source.rules]"),
        (GOOD + "[source.rules]\nitme='.a'", "line 8, the key 'itme' of the rules", "'item'"),
        (GOOD + "rules={itme='.a'}", "line 7, the key 'itme' of the rules of source 1", "'item'"),
        (GOOD + "[source.rules]\nitem=3", "line 8, 'rules.item' of source 1 cannot be 3", "words"),
        (GOOD + "[source.rules]\nlink='a'", "line 7, the rules of source 1 have no 'item'", "item"),
        ("[[source]]\nid='a'", "line 1, source 1 has no 'name'", "id, name, kind, address and owner"),
        ("source = 3", "line 1, 'source' is no list", "[[source]]"),
        ("[[source]\nid=", "sources.toml cannot be read", "Mend"),
        (GOOD * 2, "line 8, a second source has the id 'a'", "another id"),
    ],
)  # fmt: skip
def test_a_source_list_that_is_wrong_names_line_and_key(
    tmp_path: Path, text: str, said: str, then: str
) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(SettingsError) as refused:
        read_sources(tmp_path)
    assert "sources.toml" in refused.value.happened and said in refused.value.happened
    assert then in refused.value.next_step
    assert "$" not in refused.value.happened + refused.value.next_step


def test_a_character_that_is_not_utf8_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_bytes(b"# one\n# \xff\n")
    with pytest.raises(SettingsError, match=r"sources\.toml, line 2"):
        read_sources(tmp_path)


def _hold(folder: Path, taken: multiprocessing.Queue, stop: multiprocessing.Event) -> None:
    try:
        with held(folder):
            taken.put(True)
            stop.wait(30)
    except DeskError:
        taken.put(False)


def test_of_many_processes_one_holds_the_desk(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    taken, stop = context.Queue(), context.Event()
    racers = [context.Process(target=_hold, args=(tmp_path, taken, stop)) for _ in range(6)]
    for racer in racers:
        racer.start()
    answers = [taken.get(timeout=60) for _ in racers]
    stop.set()
    for racer in racers:
        racer.join()
    assert answers.count(True) == 1
    with held(tmp_path):
        pass
