"""Other people's IRC programs, driven for real against our server."""
