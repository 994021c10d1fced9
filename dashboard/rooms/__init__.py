"""A workshop's room: who may steer it, what its tables and participants entered, and how they reach it."""
