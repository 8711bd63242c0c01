"""Names: what is allowed, masks, identities, addresses, look-alikes."""
