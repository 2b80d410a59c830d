// One schedule at a time: a mutant is taken out for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
