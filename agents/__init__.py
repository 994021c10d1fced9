"""Who acts: customers as columns, firms and their departments as Mesa agents."""
