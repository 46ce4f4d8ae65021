# The journal of the lock-down: one JSON object a line, on the disk before the change it stands for.
$JournalFile = Join-Path $env:ProgramData 'Kawei\lockdown\journal'

function Add-JournalEntry([hashtable] $Entry) {
  New-Item -ItemType Directory -Force (Split-Path $JournalFile) | Out-Null
  $bytes = [Text.Encoding]::UTF8.GetBytes((($Entry | ConvertTo-Json -Compress) + "`n"))
  $file = [IO.File]::Open($JournalFile, 'Append', 'Write', 'None')
  try { $file.Write($bytes, 0, $bytes.Length); $file.Flush($true) } finally { $file.Dispose() }
}

function Set-JournalledValue([string] $Path, [string] $Name, [int] $Value) {
  $there = Test-Path $Path
  $before = if ($there) { (Get-ItemProperty -Path $Path -Name $Name -ErrorAction SilentlyContinue).$Name } else { $null }
  Add-JournalEntry @{ kind = 'value'; path = $Path; name = $Name; before = $before; made = -not $there }
  if (-not $there) { New-Item -Path $Path -Force | Out-Null }
  Set-ItemProperty -Path $Path -Name $Name -Value $Value -Type DWord
}

# Entries in the order in which they were written; a line that was torn stands for a change that was not made.
function Read-Journal {
  if (-not (Test-Path $JournalFile)) { return @() }
  @(Get-Content $JournalFile -Encoding UTF8 | ForEach-Object { try { $_ | ConvertFrom-Json } catch { } })
}
