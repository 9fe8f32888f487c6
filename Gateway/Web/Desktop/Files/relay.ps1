# Carries ssh's bytes to the gateway and back, in a WebSocket (RFC 6455). The ticket goes in a header, never in an address.
$ErrorActionPreference = 'Stop'
try {
  if ($PSVersionTable.PSVersion.Major -lt 6) { [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12 }
  $ticket = [IO.File]::ReadAllText((Join-Path $PSScriptRoot 'ticket')).Trim()
  $never = [Threading.CancellationToken]::None
  $socket = New-Object Net.WebSockets.ClientWebSocket
  $socket.Options.SetRequestHeader('Authorization', "Bearer $ticket")
  [void]$socket.ConnectAsync([Uri]'{{url}}', $never).GetAwaiter().GetResult()
  $in = [Console]::OpenStandardInput()
  $out = [Console]::OpenStandardOutput()
  $up = New-Object byte[] 65536
  $down = New-Object byte[] 65536
  $upPart = { param($count) New-Object 'ArraySegment[byte]' -ArgumentList $up, 0, $count }
  $downPart = New-Object 'ArraySegment[byte]' -ArgumentList $down, 0, $down.Length
  $reading = $in.ReadAsync($up, 0, $up.Length)
  $receiving = $socket.ReceiveAsync($downPart, $never)
  while ($true) {
    if ($reading) { [void][Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($reading, $receiving)) } else { [void]$receiving.Wait() }
    if ($receiving.IsCompleted) {
      $got = $receiving.GetAwaiter().GetResult()
      if ($got.MessageType -eq 'Close') { break }
      $out.Write($down, 0, $got.Count)
      $out.Flush()
      $receiving = $socket.ReceiveAsync($downPart, $never)
    }
    if ($reading -and $reading.IsCompleted) {
      $count = $reading.GetAwaiter().GetResult()
      if ($count -eq 0) {
        [void]$socket.CloseOutputAsync('NormalClosure', '', $never).GetAwaiter().GetResult()
        $reading = $null
      } else {
        [void]$socket.SendAsync((& $upPart $count), 'Binary', $true, $never).GetAwaiter().GetResult()
        $reading = $in.ReadAsync($up, 0, $up.Length)
      }
    }
  }
  exit 0
} catch {
  [Console]::Error.WriteLine("gateway: $($_.Exception.GetBaseException().Message)")
  exit 1
}
