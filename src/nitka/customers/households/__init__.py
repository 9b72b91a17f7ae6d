"""What customers share without being one: homes, devices of several people, offices."""
