import express, { Router } from 'express';
import type { TwilioService } from '../service.ts';
import { notFound } from '../twilio-error.ts';
import { fetchAccount } from './accounts.ts';
import { createApplication, deleteApplication, fetchApplication, listApplications } from './applications.ts';
import { createCall, fetchCall, listCalls, updateCall } from './calls.ts';
import { restHandler, type RestHandler } from './handler.ts';
import { createMessage, fetchMessage, listMessages } from './messages.ts';
import {
  createNumber,
  deleteNumber,
  fetchNumber,
  listAvailableNumbers,
  listNumbers,
  updateNumber,
} from './phone-numbers.ts';
import {
  deleteRecording,
  fetchRecording,
  listRecordings,
  recordingMedia,
  startCallRecording,
  updateCallRecording,
} from './recordings.ts';

const recordingInPath = (path: string): string => /\/Recordings\/([^/]+)\.json$/.exec(path)?.[1] ?? '';

/** Twilio's REST API, version 2010-04-01, as far as it is spoken here. */
export function createTwilioRest(service: TwilioService): Router {
  const router = Router();
  const { store } = service;
  const account = '/2010-04-01/Accounts/:accountSid';
  const routes: ['get' | 'post' | 'delete', string, RestHandler][] = [
    ['get', '.json', fetchAccount],
    ['get', '/IncomingPhoneNumbers.json', listNumbers(store)],
    ['post', '/IncomingPhoneNumbers.json', createNumber(store)],
    ['get', '/IncomingPhoneNumbers/:sid.json', fetchNumber(store)],
    ['post', '/IncomingPhoneNumbers/:sid.json', updateNumber(store)],
    ['delete', '/IncomingPhoneNumbers/:sid.json', deleteNumber(store)],
    ['get', '/Applications.json', listApplications(store)],
    ['post', '/Applications.json', createApplication(store)],
    ['get', '/Applications/:sid.json', fetchApplication(store)],
    ['delete', '/Applications/:sid.json', deleteApplication(store)],
    ['get', '/AvailablePhoneNumbers/US/Local.json', listAvailableNumbers(store)],
    ['get', '/Calls.json', listCalls(service)],
    ['post', '/Calls.json', createCall(service)],
    ['get', '/Calls/:sid.json', fetchCall(service)],
    ['post', '/Calls/:sid.json', updateCall(service)],
    ['get', '/Calls/:sid/Recordings.json', listRecordings(service)],
    ['post', '/Calls/:sid/Recordings.json', startCallRecording(service)],
    ['post', '/Calls/:sid/Recordings/:recording.json', updateCallRecording(service, recordingInPath)],
    ['get', '/Recordings.json', listRecordings(service)],
    ['get', '/Recordings/:sid.json', fetchRecording(service)],
    ['delete', '/Recordings/:sid.json', deleteRecording(service)],
    ['get', '/Messages.json', listMessages(service)],
    ['post', '/Messages.json', createMessage(service)],
    ['get', '/Messages/:sid.json', fetchMessage(service)],
  ];
  router.use(express.urlencoded({ extended: false }));
  for (const [method, path, handler] of routes) router[method](account + path, restHandler(store, handler));
  router.get(`${account}/Recordings/:file`, recordingMedia(service));
  router.use((request, response) => {
    const error = notFound(request.path);
    response.status(error.status).json(error.body);
  });
  return router;
}
