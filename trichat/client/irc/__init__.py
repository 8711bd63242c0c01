"""The client's side of IRC: requests, fields, batches, registration, SASL. Pure."""
