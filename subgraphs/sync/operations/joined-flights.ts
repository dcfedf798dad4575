/** Runs one thing at a time per key; who asks for it meanwhile gets the same outcome. */
export interface JoinedFlights {
  join<T>(key: string, run: () => Promise<T>): Promise<T>;
}

export function createJoinedFlights(): JoinedFlights {
  const flights = new Map<string, Promise<unknown>>();
  return {
    join<T>(key: string, run: () => Promise<T>): Promise<T> {
      const flying = flights.get(key) as Promise<T> | undefined;
      if (flying) return flying;
      const flight = run().finally(() => flights.delete(key));
      flights.set(key, flight);
      return flight;
    },
  };
}
