"""Wire formats: a request's body in, prompt parts and files out."""
