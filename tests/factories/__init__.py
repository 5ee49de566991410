"""Valid rows, stage by stage, made through the models so that each stage can be tested alone."""
