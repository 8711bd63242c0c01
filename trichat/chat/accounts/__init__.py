"""Accounts: registering, logging in with a password, SASL or a certificate."""
