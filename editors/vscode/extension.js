// The client of `tierpolicy lsp`: all that it does is to start it.
const { window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function activate() {
  const [command, ...args] = workspace.getConfiguration("tierpolicy").get("command");
  const cwd = workspace.workspaceFolders?.[0]?.uri.fsPath;
  client = new LanguageClient(
    "tierpolicy",
    "TierPolicy",
    { command, args, options: { cwd } },
    { documentSelector: [{ language: "tierpolicy" }] },
  );

  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(
      `TierPolicy: '${[command, ...args].join(" ")}' does not start (${error.message}). `
      + "Install it with 'dotnet tool install --global TierPolicy.Tool', or set 'tierpolicy.command'.",
    );
  }
}

function deactivate() {
  return client?.isRunning() ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
