"""What the library says beside what was so: organizations that existed, and made-up deals whose truth is known."""
