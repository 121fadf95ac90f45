"""What a page's own styles show and hide: sheets, selectors, the cascade, sizes and colours."""
