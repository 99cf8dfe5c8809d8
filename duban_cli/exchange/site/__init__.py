"""The public site: pages of the matters that may be shown, out of the ledger's standings, with no server behind."""
