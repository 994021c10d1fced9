"""Looking: what people see of the simulation, in the terminal and in pages."""
