"""What administrators keep in the product: one description of each subject, and what all of them share."""
