"""`lab bench-retrieval`: being written by the integrator; topic writers leave it alone."""
