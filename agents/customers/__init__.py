"""What happens to a customer, a theme per file: small scalar rules, and steps that apply them to one person."""
