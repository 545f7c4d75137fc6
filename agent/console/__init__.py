"""Web pages for security, HR, DPO and works council, in a process of their own."""
