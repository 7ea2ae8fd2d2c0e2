"""The catalyst film: from coded passages to a storyboard that may be shown."""
