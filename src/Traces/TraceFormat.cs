namespace TierPolicy.Traces;

/// <summary>The formats of traces that are read.</summary>
public enum TraceFormat
{
    /// <summary>The project's own, <c>.tptrace</c>.</summary>
    Tptrace,

    /// <summary>Little-endian 64-bit records: bit 63 set for a write, the page in the others.</summary>
    Tp64,

    /// <summary>libCacheSim's oracleGeneral: little-endian records of 24 bytes with time in seconds, object, size and the place of the next access.</summary>
    OracleGeneral,

    /// <summary>Text, a key a line.</summary>
    Text,

    /// <summary>Comma-separated values with a row of names first.</summary>
    Csv,

    /// <summary>What <c>valgrind --tool=lackey --trace-mem=yes</c> prints.</summary>
    Lackey,

    /// <summary>Block traces of MSR Cambridge (SNIA): timestamp, host, disk, type, offset, size, response time.</summary>
    Msr,
}
