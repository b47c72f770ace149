namespace Hex.Collectors.Tests.Host.Machine;

/// <summary>node_exporter's samples under our names.</summary>
internal static class NodeExporterNames
{
    public static Dictionary<string, double> ToOurs(List<(string Name, Dictionary<string, string> Labels, double Value)> samples)
    {
        Dictionary<string, double> ours = [];
        foreach (var (name, labels, value) in samples)
        {
            if (Map(name, labels) is { } key)
            {
                ours[key] = ours.GetValueOrDefault(key) + value;
            }
        }

        return ours;
    }

    private static string? Map(string name, Dictionary<string, string> labels)
    {
        string Label(string key) => labels[key];
        return name switch
        {
            "node_cpu_seconds_total" => $"system.cpu.time{{{Label("mode") switch { "irq" or "softirq" => "interrupt", var mode => mode }}}}",
            "node_load1" => "system.cpu.load_average.1m",
            "node_load5" => "system.cpu.load_average.5m",
            "node_load15" => "system.cpu.load_average.15m",
            "node_memory_MemTotal_bytes" => "system.memory.limit",
            "node_memory_MemAvailable_bytes" => "system.memory.linux.available",
            "node_memory_MemFree_bytes" => "system.memory.usage{free}",
            "node_memory_Buffers_bytes" => "system.memory.usage{buffers}",
            "node_memory_Cached_bytes" or "node_memory_SReclaimable_bytes" => "system.memory.usage{cached}",
            "node_vmstat_pgmajfault" => "system.paging.faults{major}",
            "node_vmstat_pswpin" => "system.paging.operations{in,major}",
            "node_vmstat_pswpout" => "system.paging.operations{out,major}",
            "node_disk_read_bytes_total" => $"system.disk.io{{read,{Label("device")}}}",
            "node_disk_written_bytes_total" => $"system.disk.io{{write,{Label("device")}}}",
            "node_disk_reads_completed_total" => $"system.disk.operations{{read,{Label("device")}}}",
            "node_disk_writes_completed_total" => $"system.disk.operations{{write,{Label("device")}}}",
            "node_disk_reads_merged_total" => $"system.disk.merged{{read,{Label("device")}}}",
            "node_disk_writes_merged_total" => $"system.disk.merged{{write,{Label("device")}}}",
            "node_disk_read_time_seconds_total" => $"system.disk.operation_time{{read,{Label("device")}}}",
            "node_disk_write_time_seconds_total" => $"system.disk.operation_time{{write,{Label("device")}}}",
            "node_disk_io_time_seconds_total" => $"system.disk.io_time{{{Label("device")}}}",
            "node_filesystem_size_bytes" => $"system.filesystem.limit{{{Label("device")},rw,{Label("mountpoint")},{Label("fstype")}}}",
            "node_filesystem_avail_bytes" => $"system.filesystem.usage{{{Label("device")},rw,{Label("mountpoint")},free,{Label("fstype")}}}",
            "node_filesystem_files_free" => $"system.filesystem.inodes.usage{{{Label("device")},rw,{Label("mountpoint")},free,{Label("fstype")}}}",
            "node_network_receive_bytes_total" => $"system.network.io{{{Label("device")},receive}}",
            "node_network_transmit_bytes_total" => $"system.network.io{{{Label("device")},transmit}}",
            "node_network_receive_packets_total" => $"system.network.packet.count{{receive,{Label("device")}}}",
            "node_network_transmit_packets_total" => $"system.network.packet.count{{transmit,{Label("device")}}}",
            "node_network_receive_errs_total" => $"system.network.errors{{{Label("device")},receive}}",
            "node_network_transmit_errs_total" => $"system.network.errors{{{Label("device")},transmit}}",
            "node_network_receive_drop_total" => $"system.network.packet.dropped{{{Label("device")},receive}}",
            "node_network_transmit_drop_total" => $"system.network.packet.dropped{{{Label("device")},transmit}}",
            "node_tcp_connection_states" => Label("state") is "established" or "listen" ? $"system.network.connection.count{{{Label("state")},tcp}}" : null,
            "node_processes_state" => Label("state") switch
            {
                "S" => "system.process.count{sleeping}",
                "I" => "system.process.count{idle}",
                "Z" => "system.process.count{defunct}",
                _ => null,
            },
            "node_forks_total" => "system.process.created",
            "node_pressure_cpu_waiting_seconds_total" => "system.cpu.linux.pressure.total{some}",
            "node_pressure_memory_waiting_seconds_total" => "system.memory.linux.pressure.total{some}",
            "node_pressure_memory_stalled_seconds_total" => "system.memory.linux.pressure.total{full}",
            "node_pressure_io_waiting_seconds_total" => "system.io.linux.pressure.total{some}",
            "node_pressure_io_stalled_seconds_total" => "system.io.linux.pressure.total{full}",
            _ => null,
        };
    }
}
