"""Sites: what can be followed at an address, site maps, and lists of items on pages without a feed."""
