/** HID devices as verbs: what node-hid gives, and what a simulated bus gives. Reports are of 64 bytes, without an id. */
export interface HidDevice {
  /** Writes one report. Rejects when the device is gone. */
  write(report: Uint8Array): Promise<void>;
  /** Gives each report that comes, and the end of the device. */
  listen(listener: { report(report: Uint8Array): void; gone(): void }): void;
  close(): Promise<void>;
}

export interface HidBus {
  /** Paths of the FIDO devices in the machine (usage page F1D0, usage 1). */
  list(): Promise<string[]>;
  open(path: string): Promise<HidDevice>;
}

export const REPORT_BYTES = 64;
