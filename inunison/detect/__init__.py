"""What accounts do together: the network of a case and, on it, tests against chance."""
