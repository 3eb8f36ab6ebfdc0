"""What a person sees: the window and its panels, each drawing one frame."""
