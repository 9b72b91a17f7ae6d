"""«Continue in…»: tokens that let a customer go on in another channel as who they were."""
