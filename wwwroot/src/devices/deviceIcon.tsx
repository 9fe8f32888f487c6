const paths: Record<string, string> = {
  router: 'M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 7v4M10.2 8.8 12 7l1.8 1.8M12 17v-4M10.2 15.2 12 17l1.8-1.8M6.5 12H9M15 12h2.5',
  switch: 'M3 7.5h18v9H3zM6.5 10.5h7M12 9l1.5 1.5L12 12M17.5 13.5h-7M12 12l-1.5 1.5L12 15',
  firewall: 'M4 5h16v14H4zM4 9.7h16M4 14.3h16M12 5v4.7M8 9.7v4.6M16 9.7v4.6M12 14.3V19',
  server: 'M5 4h14v7H5zM5 13h14v7H5zM8 7.5h.01M8 16.5h.01M12 7.5h4M12 16.5h4',
  wireless: 'M4.5 10a11 11 0 0 1 15 0M7.5 13.2a6.5 6.5 0 0 1 9 0M10.4 16.2a2.4 2.4 0 0 1 3.2 0M12 19v.01',
  console: 'M3.5 5h17v14h-17zM7 9.5l3 2.5-3 2.5M12 15h5',
  phone: 'M6 4h3l1.5 4-2 1.5a10 10 0 0 0 5 5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A13 13 0 0 1 4 6a2 2 0 0 1 2-2z',
  power: 'M12 4v7M7.5 6.8a7 7 0 1 0 9 0',
  storage: 'M12 4c-4 0-7 1.1-7 2.5v11C5 18.9 8 20 12 20s7-1.1 7-2.5v-11C19 5.1 16 4 12 4zM5 6.5C5 7.9 8 9 12 9s7-1.1 7-2.5M5 12c0 1.4 3 2.5 7 2.5s7-1.1 7-2.5',
  camera: 'M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 10a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8z',
  sensor: 'M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM7.5 16.5a6.4 6.4 0 0 1 0-9M16.5 7.5a6.4 6.4 0 0 1 0 9M4.8 19a10 10 0 0 1 0-14M19.2 5a10 10 0 0 1 0 14',
  cloud: 'M7 18.5a4.5 4.5 0 0 1-.4-9 6 6 0 0 1 11.5 1.4A3.9 3.9 0 0 1 17.5 18.5z',
  balancer: 'M12 4.5v5M12 9.5 6 14.5v4M12 9.5v9M12 9.5l6 5v4M4.5 19h3M10.5 19h3M16.5 19h3',
};

const plain = 'M4.5 6h15v9.5h-15zM9 19h6M12 15.5V19';

/** The picture of a kind of device; a plain one where there is none of that name. */
export function DeviceIcon({ name }: { name: string }) {
  return (
    <svg class="icon device-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={deviceIconPath(name)} />
    </svg>
  );
}

export function deviceIconPath(name: string): string {
  return Object.hasOwn(paths, name) ? paths[name]! : plain;
}
