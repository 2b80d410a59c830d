using System.Text;
using TierPolicy.Tool;

// Names of nodes and the borders of tables are more than ASCII, whatever the machine's locale.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return CommandLine.Run(args, Terminal.OfProcess());
