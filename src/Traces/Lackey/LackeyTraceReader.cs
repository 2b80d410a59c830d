namespace TierPolicy.Traces;

/// <summary>Reads lackey's output as a trace.</summary>
internal sealed class LackeyTraceReader : TraceReader
{
    private readonly LackeyReader _lackey;

    public LackeyTraceReader(TraceInput input, TraceReadOptions options)
        : base(input, TraceFormat.Lackey)
    {
        PageSize = options.PageSize;
        _lackey = new LackeyReader(input, Name, options.Lackey with { PageSize = options.PageSize });
    }

    public override TraceColumns Columns => TraceColumns.Page | TraceColumns.Write;

    public override int PageSize { get; }

    public override int Read(Span<TraceAccess> accesses) => _lackey.Read(accesses);
}
