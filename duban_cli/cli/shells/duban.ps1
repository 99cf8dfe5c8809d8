# duban completion for PowerShell 5.1 and later; written by: duban completion powershell
Register-ArgumentCompleter -Native -CommandName @('duban', 'duban.exe') -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text })
    $encoding = [Console]::OutputEncoding
    try {
        # duban speaks UTF-8; a Chinese Windows console would read it as GBK.
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $env:_DUBAN_COMPLETE = 'powershell'
        $env:_DUBAN_WORDS = $before -join "`n"
        $env:_DUBAN_WORD = $wordToComplete
        # Where duban names files, nothing is returned: PowerShell then completes files by itself.
        & $commandAst.GetCommandName() 2>$null | ForEach-Object {
            $kind, $value, $help = $_ -split "`t", 3
            if ($kind -eq 'value') {
                if (-not $help) { $help = $value }
                [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
            }
        }
    } finally {
        Remove-Item Env:_DUBAN_COMPLETE, Env:_DUBAN_WORDS, Env:_DUBAN_WORD -ErrorAction SilentlyContinue
        [Console]::OutputEncoding = $encoding
    }
}
