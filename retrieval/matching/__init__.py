"""How near a question's words are to what somebody said."""
