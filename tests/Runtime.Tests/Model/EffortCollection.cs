namespace TierPolicy.Runtime.Tests.Model;

/// <summary>Tests that go on for as long as they are told, one after the other: together as long as they are told.</summary>
[CollectionDefinition(nameof(Effort))]
public class EffortCollection;
