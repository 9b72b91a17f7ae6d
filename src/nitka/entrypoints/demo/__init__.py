"""`nitka demo`: the platform with an invented shop around it, to be tried by hand. No other part knows of this one."""
