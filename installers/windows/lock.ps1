# Locks a Windows terminal (Enterprise or IoT Enterprise): Shell Launcher, Keyboard Filter, USB storage. Run as
# administrator. What stood before is written to the journal, flushed to the disk, before each change; restore.ps1 takes
# it back. Run at each start after restore.ps1 (see docs/kiosk.md).
param(
  [Parameter(Mandatory)] [string] $Account,
  [Parameter(Mandatory)] [string] $Shell
)
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'journal.ps1')

& (Join-Path $PSScriptRoot 'restore.ps1')

$wmi = @{ Namespace = 'root\standardcimv2\embedded' }
$failed = @()

function Invoke-Operation([string] $Name, [scriptblock] $Work) {
  try { & $Work; Write-Output "done      $Name" }
  catch { $script:failed += $Name; Write-Output "NOT DONE  ${Name}: $($_.Exception.Message)" }
}

Invoke-Operation 'shell' {
  $sid = (New-Object Security.Principal.NTAccount($Account)).Translate([Security.Principal.SecurityIdentifier]).Value
  $launcher = [wmiclass]'\\localhost\root\standardcimv2\embedded:WESL_UserSetting'
  Add-JournalEntry @{ kind = 'shell'; sid = $sid; enabled = $launcher.IsEnabled().Enabled }
  # Actions when the shell ends: 0 restart the shell, 1 restart the device, 2 shut down, 3 nothing.
  $launcher.SetCustomShell($sid, $Shell, $null, $null, 0) | Out-Null
  $launcher.SetEnabled($true) | Out-Null
}

Invoke-Operation 'keyboard' {
  $keys = 'Win', 'Win+L', 'Win+Tab', 'Win+D', 'Win+Ctrl+D', 'Alt+Tab', 'Alt+F4', 'Ctrl+Esc', 'Ctrl+Shift+Esc', 'Ctrl+Alt+Del', 'Win+P', 'PrintScreen'
  foreach ($key in $keys) {
    $found = Get-CimInstance @wmi -ClassName WEKF_PredefinedKey -Filter "Id = '$key'"
    if (-not $found) { continue }
    Add-JournalEntry @{ kind = 'key'; id = $key; enabled = $found.Enabled }
    Set-CimInstance -InputObject $found -Property @{ Enabled = $true }
  }
}

Invoke-Operation 'usb-storage' {
  Set-JournalledValue 'HKLM:\SYSTEM\CurrentControlSet\Services\USBSTOR' 'Start' 4
  Set-JournalledValue 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\RemovableStorageDevices' 'Deny_All' 1
}

Invoke-Operation 'power' {
  Set-JournalledValue 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\Explorer' 'HidePowerOptions' 1
  Set-JournalledValue 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\System' 'AllowClipboardHistory' 0
}

if ($failed.Count -gt 0) { exit 1 }
