"""Knowledge graphs as evidence: extraction, resolution, support sets, walks, communities and routing."""
