"""An optional language model beside the answers: what it is asked, and what of it is believed."""
