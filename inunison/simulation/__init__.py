"""Invented collections with a known truth, so that anybody can test any tool on them."""
