// Tensor work sets the number of threads for the whole process, and live tensors are counted per
// process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
