"""The audit of a digest as others take it: JSON, SARIF, and one page with both texts side by side."""
