"""Pictures of organizations, plans and what is not known: layout and scene as plain data, then renderers."""
