"""A believable organisation with texts, talk and drawn pictures, to try the product on."""
