"""What the decisions are made about and with: people, rooms, rules, permissions, and what comes out."""
