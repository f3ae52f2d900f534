"""What all benchmarks share: measuring, telling, the page, the machine."""
