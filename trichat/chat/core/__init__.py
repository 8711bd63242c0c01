"""What all decisions share: sessions, users and rooms, the state, rules, permissions, outcomes."""
