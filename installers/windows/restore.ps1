# Takes back what lock.ps1 has done, the last first. Run as administrator at each start, and by hand where a terminal was
# left locked. One entry that cannot be taken back does not stop the others, and keeps the journal for the next time.
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'journal.ps1')

$failed = $false
$entries = Read-Journal
for ($place = $entries.Count - 1; $place -ge 0; $place--) {
  $entry = $entries[$place]
  try {
    switch ($entry.kind) {
      'value' {
        if ($null -ne $entry.before) { Set-ItemProperty -Path $entry.path -Name $entry.name -Value $entry.before -Type DWord }
        elseif (Test-Path $entry.path) {
          Remove-ItemProperty -Path $entry.path -Name $entry.name -ErrorAction SilentlyContinue
          $key = Get-Item $entry.path
          if ($entry.made -and $key.ValueCount -eq 0 -and $key.SubKeyCount -eq 0) { Remove-Item $entry.path }
        }
      }
      'key' {
        $found = Get-CimInstance -Namespace 'root\standardcimv2\embedded' -ClassName WEKF_PredefinedKey -Filter "Id = '$($entry.id)'"
        if ($found) { Set-CimInstance -InputObject $found -Property @{ Enabled = $entry.enabled } }
      }
      'shell' {
        $launcher = [wmiclass]'\\localhost\root\standardcimv2\embedded:WESL_UserSetting'
        try { $launcher.RemoveCustomShell($entry.sid) | Out-Null } catch { }
        $launcher.SetEnabled($entry.enabled) | Out-Null
      }
    }
    Write-Output "done      $($entry.kind) $($entry.name)$($entry.id)"
  } catch {
    $failed = $true
    Write-Output "NOT DONE  $($entry.kind) $($entry.name)$($entry.id): $($_.Exception.Message)"
  }
}
if ($failed) { exit 1 }
if (Test-Path $JournalFile) { Remove-Item $JournalFile }
