"""What may be told in a conversation, by how far it is proven who speaks there."""
