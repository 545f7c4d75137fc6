"""What the works council asks to see: what is recorded, the settings in force, and drafts to decide on."""
