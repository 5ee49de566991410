"""Who may do what: people, organisations, and the seats from which every act is done."""
