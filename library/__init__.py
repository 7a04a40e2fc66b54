"""Pictures and documents, served only to those who may see them."""
